/** What this service is told at start, checked, and the beans that only need that. */
@NullMarked
package io.rickyard.org.setting;

import org.jspecify.annotations.NullMarked;
