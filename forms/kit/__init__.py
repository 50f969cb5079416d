"""What documents share: the font, the way text enters the paper, tables, signatures, the page. Knows no document."""
