"""The Thai language as an office writes it: text, words, dates, money in words, order, the keyboard.

Knows nothing of assets; imports only the standard library, and is imported by every floor, so that Thai is right once.
"""
