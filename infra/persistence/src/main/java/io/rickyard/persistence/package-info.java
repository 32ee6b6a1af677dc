/**
 * What every service's schema has in common: transactions, offsets beside the effect, inbox,
 * outbox, the database's roles. JDBC with its SQL written out; knows no service's tables.
 */
@NullMarked
package io.rickyard.persistence;

import org.jspecify.annotations.NullMarked;
