/**
 * The tables of the schema {@code org}, each with its SQL, and the transactions over them. Decides
 * nothing that the concepts decide.
 */
@NullMarked
package io.rickyard.org.jdbc;

import org.jspecify.annotations.NullMarked;
