/**
 * How text looks on a terminal: whether there is one, how wide it is, colours, tables, durations
 * and ages. Must not know what the text is about.
 */
@NullMarked
package io.rickyard.cli.terminal;

import org.jspecify.annotations.NullMarked;
