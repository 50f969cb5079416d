"""The command line: parse, call the office, print. It imports neither Textual nor, before a command runs, SQLAlchemy."""
