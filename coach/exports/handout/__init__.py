"""A session on paper: drawings, doses, a few lines each, when to stop, days to tick.

sheet_session   routine, request -> the session that is printed; nothing is spoken for it
printed_lines   card -> the lines that a reader needs, and no others
sheet_rows      session -> the rows of a sheet
sheet_content   session, who it is from and for -> a sheet
sheet_drawings  card -> drawings of how it begins and ends, to scale
sheet_html      sheet -> HTML that prints; handout.html and handout.css are its frame
paper           A4 or Letter
sheet_code      address -> the QR code that leads there
text_width      text -> how wide it is, and how many lines it takes
page_fit        sheet -> the type and drawings with which it has few enough pages
sheet_pdf       HTML -> PDF, by a browser or WeasyPrint
sheet_writer    sheet -> file
"""
