"""Plain text, Markdown and tables."""
