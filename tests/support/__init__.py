"""What tests share: readers of notebooks and texts, measures, helpers for other processes."""
