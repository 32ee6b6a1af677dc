/** Proves what needs no database; the rest is proved where a database and a broker are. */
@NullMarked
package io.rickyard.persistence;

import org.jspecify.annotations.NullMarked;
