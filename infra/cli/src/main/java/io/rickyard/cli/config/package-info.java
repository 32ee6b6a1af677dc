/**
 * Where the command line finds its installation and its token: environment variables first, then a
 * file that only the user can read. Must not talk to anybody.
 */
@NullMarked
package io.rickyard.cli.config;

import org.jspecify.annotations.NullMarked;
