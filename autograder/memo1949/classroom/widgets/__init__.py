"""What a student sees and clicks in the notebook: questions, progress, the reader. Loaded when first shown."""
