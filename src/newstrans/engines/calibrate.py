"""tmp"""
def known_renderings(folder, route):
    return {}
