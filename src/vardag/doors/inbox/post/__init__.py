"""What was sent: the post register, its workbook, and labels and cover letters."""
