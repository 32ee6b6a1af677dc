/** SQL that people keep beside a project: for themselves, or for everybody who works with it. */
@NullMarked
package io.rickyard.org.snippet;

import org.jspecify.annotations.NullMarked;
