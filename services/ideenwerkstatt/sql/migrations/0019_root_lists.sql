-- Lists of all demonstrators and of all quotas: each page is read in the order of an index.
CREATE INDEX demonstrator_by_title ON demonstrator ((title ->> 'de'), id);
CREATE INDEX support_offer_of_type ON support_offer (type_name, published_on DESC, id);
CREATE INDEX support_offer_of_type_by_title ON support_offer (type_name, (title ->> 'de'), id);
