-- Lists of all formats of the community and of the whole toolbox: each page is read in the order of an index.
CREATE INDEX community_format_by_beginning ON community_format (starts_at DESC, id);
CREATE INDEX support_offer_of_type ON support_offer (type_name, published_on DESC, id);
CREATE INDEX support_offer_of_type_by_title ON support_offer (type_name, (title ->> 'de'), id);
