/** Tests. */
@NullMarked
package io.rickyard.cli.api;

import org.jspecify.annotations.NullMarked;
