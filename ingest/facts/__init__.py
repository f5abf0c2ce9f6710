def read_facts(notice):
    return ()
