-- One database and one role for each service: a ministry can move its own to another server without asking the others.
CREATE ROLE cip LOGIN PASSWORD 'civic-coding-development';
CREATE ROLE ideenwerkstatt LOGIN PASSWORD 'civic-coding-development';
CREATE ROLE civic_data_lab LOGIN PASSWORD 'civic-coding-development';
CREATE ROLE marketplace LOGIN PASSWORD 'civic-coding-development';
CREATE DATABASE cip OWNER cip;
CREATE DATABASE ideenwerkstatt OWNER ideenwerkstatt;
CREATE DATABASE civic_data_lab OWNER civic_data_lab;
CREATE DATABASE marketplace OWNER marketplace;
