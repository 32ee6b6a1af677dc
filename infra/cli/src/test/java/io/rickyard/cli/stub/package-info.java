/** An installation that answers what a test tells it to, in the public API's forms. */
@NullMarked
package io.rickyard.cli.stub;

import org.jspecify.annotations.NullMarked;
