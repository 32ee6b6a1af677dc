/**
 * The operating system's keyring, where there is one. Speaks to it through the system's own
 * command; must not know what a token is good for.
 */
@NullMarked
package io.rickyard.cli.keyring;

import org.jspecify.annotations.NullMarked;
