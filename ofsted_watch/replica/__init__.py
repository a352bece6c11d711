"""A small invented Ofsted: pages, and letters made on the spot, on several nights, with mishaps on order."""
