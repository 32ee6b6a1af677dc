/**
 * An installation as its users have it: real processes, started by {@code infra/up}, asked through
 * the command line, HTTP and JDBC. What looks inside is named so.
 */
@NullMarked
package io.rickyard.systemtests;

import org.jspecify.annotations.NullMarked;
