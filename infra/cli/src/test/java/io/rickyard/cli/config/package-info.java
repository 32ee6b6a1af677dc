/** Tests. */
@NullMarked
package io.rickyard.cli.config;

import org.jspecify.annotations.NullMarked;
