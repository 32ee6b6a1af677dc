/** What servers must do, shown on fakes, and in the ITs on real servers of the bundled programs. */
@NullMarked
package io.rickyard.postgres;

import org.jspecify.annotations.NullMarked;
