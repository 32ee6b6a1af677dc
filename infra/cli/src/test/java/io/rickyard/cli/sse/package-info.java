/** Tests. */
@NullMarked
package io.rickyard.cli.sse;

import org.jspecify.annotations.NullMarked;
