/**
 * Proves messaging and persistence where they meet, on a real broker and a real database. They
 * stand here because the fixtures need both modules.
 */
@NullMarked
package io.rickyard.testing;

import org.jspecify.annotations.NullMarked;
