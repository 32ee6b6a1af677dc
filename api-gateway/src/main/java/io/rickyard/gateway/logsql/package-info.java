/**
 * The SQL in which the hosted platform's clients ask for logs, over lines that were read: a select
 * from the one table {@code logs}, with conditions, an order and a limit. What is beyond that is
 * refused; nothing is sent to a database.
 */
@NullMarked
package io.rickyard.gateway.logsql;

import org.jspecify.annotations.NullMarked;
