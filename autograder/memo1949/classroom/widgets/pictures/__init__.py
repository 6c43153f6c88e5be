"""The pictures of the lessons. Each is drawn here as HTML with a table beside it; a page that runs scripts adds switches to it."""
