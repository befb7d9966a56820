"""The words of question sheets: characters, labels, type names, numbers, option letters and answers.

Nothing here knows of files or layouts. Matching is done on `shape(text)`, which has the same length as the cleaned
text it stands for, so that positions found in the one cut the other.
"""
