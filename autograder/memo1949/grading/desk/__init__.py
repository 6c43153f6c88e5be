"""The instructor's desk: who is in the class, what they handed in through a learning system, and the marks on their way back."""
