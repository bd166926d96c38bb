"""What all of Heed's pages share: layout, stylesheet, headers, and the way out. It knows no service."""
