/**
 * The command's subcommands, one class for each of its nouns. Each asks the API, prints the answer
 * and gives an exit code; how things look and travel is decided elsewhere.
 */
@NullMarked
package io.rickyard.cli.command;

import org.jspecify.annotations.NullMarked;
