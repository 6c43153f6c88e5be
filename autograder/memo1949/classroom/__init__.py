"""What a notebook imports: question types, the answer record, marking, the widgets."""
