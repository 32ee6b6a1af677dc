/** What the worker knows of memberships, from events alone. */
@NullMarked
package io.rickyard.worker.membership;

import org.jspecify.annotations.NullMarked;
