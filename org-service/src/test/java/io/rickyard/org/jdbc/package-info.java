/** Claims about tables that no request can show. */
@NullMarked
package io.rickyard.org.jdbc;

import org.jspecify.annotations.NullMarked;
