/** The dashboard's files. Knows nothing of what they do. */
@NullMarked
package io.rickyard.gateway.dashboard;

import org.jspecify.annotations.NullMarked;
