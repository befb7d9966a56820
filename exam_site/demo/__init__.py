"""The demo office: an invented department with its policy, questions, people and a quarter behind it."""
