"""What a department is asked to say yes to, as pages: conformance (`conformance`), and the folder with a page each (`sheets`)."""
