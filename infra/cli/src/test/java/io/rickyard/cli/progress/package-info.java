/** Tests. */
@NullMarked
package io.rickyard.cli.progress;

import org.jspecify.annotations.NullMarked;
