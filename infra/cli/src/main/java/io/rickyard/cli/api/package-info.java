/**
 * The public API of an installation as the command line and the launcher use it: requests with a
 * token, answers as JSON trees, refusals as exceptions that say what to do, streams that are taken
 * up again. Must not print anything or know a command.
 */
@NullMarked
package io.rickyard.cli.api;

import org.jspecify.annotations.NullMarked;
