/** Tests. */
@NullMarked
package io.rickyard.cli.terminal;

import org.jspecify.annotations.NullMarked;
