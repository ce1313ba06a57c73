-- What statistics of applications and participants are counted from: a book that is written once a day at most, and not
-- before five of them are others than in the last one. Lines name nobody: `counted` is a number that is drawn anew for
-- each book, so that two books cannot be laid side by side, and erasing somebody leaves nothing here to erase.
CREATE TABLE counted_book (
    metric    text PRIMARY KEY,
    taken_at  timestamptz, -- the state that the lines tell
    looked_at timestamptz -- when it was last seen whether enough is new
);
CREATE TABLE counted_fact (
    metric     text NOT NULL REFERENCES counted_book,
    counted    text NOT NULL,
    programmes text[] NOT NULL,
    day        date,
    topics     text[] NOT NULL,
    regions    text[] NOT NULL,
    sectors    text[] NOT NULL,
    status     text,
    kind       text,
    maturity   text,
    amount     numeric
);
CREATE INDEX counted_fact_metric ON counted_fact (metric);
