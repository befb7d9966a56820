"""Delete images that were uploaded for a question and are shown by none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from question_bank.services import images_sweep


class Command(BaseCommand):
    """A pasted image is kept at once, whether or not its question is ever saved."""

    help = "删除上传满 30 天、没有任何试题版本、也没有待核对的导入行使用的图片"

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and say how many went."""
        self.stdout.write(f"删除没有试题使用的图片 {images_sweep(now=timezone.now())} 张")
