/** Proves what needs no broker; the rest is proved where a broker and a database are. */
@NullMarked
package io.rickyard.messaging;

import org.jspecify.annotations.NullMarked;
