/** What the tables do by themselves. */
@NullMarked
package io.rickyard.auth.jdbc;

import org.jspecify.annotations.NullMarked;
