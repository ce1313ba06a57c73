"""`make model`: trains the bilingual (German, English) model that the marketplace ships."""
