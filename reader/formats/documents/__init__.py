"""Documents and web pages: HTML, PDF, Word, RTF."""
