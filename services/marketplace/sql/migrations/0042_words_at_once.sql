-- What waits to be sorted into an index is read with every question that asks it, and a megabyte of it, as a first
-- filling or an import leaves, made the planner read all texts instead: 52 ms a search at 10,000 documents, and 0.9
-- without (cf. document_terms_terms). So little may wait; what does is sorted in now.
ALTER INDEX idea_tsv SET (gin_pending_list_limit = 64);
ALTER INDEX profile_tsv SET (gin_pending_list_limit = 64);
ALTER INDEX catalogue_entry_tsv SET (gin_pending_list_limit = 64);
SELECT gin_clean_pending_list(index) FROM unnest(ARRAY['idea_tsv', 'profile_tsv', 'catalogue_entry_tsv']::regclass[]) index;
