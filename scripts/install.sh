#!/bin/sh
# Make .venv and install one of the locked requirement sets into it; does nothing when it is already there.
# usage: scripts/install.sh base|test|dev
set -eu
cd "$(dirname "$0")/.."
wanted="requirements/$1.txt"

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3.14 python3}; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
            printf '%s' "$name"
            return
        fi
    done
    say "没有找到 Python 3.11 至 3.14。请先安装 Python 3.11，或用 PYTHON=路径 指定。"
    exit 1
}

if ! (mkdir -p var && : >var/.writable) 2>/dev/null; then
    say "不能写入文件夹 $(pwd)：请换一个有写权限的位置。"
    exit 1
fi
rm -f var/.writable

python=$(find_python)
digest=$("$python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$wanted")
stamp=".venv/.installed-$1"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ]; then
    exit 0
fi
if [ ! -x .venv/bin/python ]; then
    say "建立 .venv（$("$python" --version)）"
    if ! "$python" -m venv .venv; then
        say "不能建立虚拟环境：请安装 Python 的 venv 组件（Debian 系统为 python3-venv）。"
        exit 1
    fi
fi
say "安装 $wanted 中的 $(grep -c '^[a-z].*==' "$wanted") 个包（首次约一分钟）……"
# The pipe shows only what a person wants to see; pip's own exit status comes round it on descriptor 3.
status=$({ {
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes -r "$wanted" && echo 0 >&3 || echo 1 >&3
} | grep --line-buffered -E '^(Collecting|Installing|Successfully|ERROR)' | cut -c1-100 >&2; } 3>&1)
if [ "$status" != 0 ]; then
    say "安装没有完成：请看上面的原因，网络恢复后再试一次。"
    exit 1
fi
printf '%s' "$digest" >"$stamp"
