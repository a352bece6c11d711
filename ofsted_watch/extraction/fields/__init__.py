"""The fields of a letter, read one by one: each module takes a Text and gives a value or raises a LetterProblem."""
