"""Archives, parliaments and linguistics: the XML and the line formats of research."""
