"""The terminal screen: draws and asks. No rule, no query; every act is one office function called in a thread."""
