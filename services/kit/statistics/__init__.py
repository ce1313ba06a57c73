"""Statistics (Kennzahlen): what a house counts and sums of its own, by up to two dimensions.

``vocabulary`` the words of the graph · ``question`` what is asked, checked · ``statement`` one statement a question ·
``suppression`` what is not told of persons · ``answer`` the numbers ·
``counting`` all of it over a database · ``told`` the graph
"""
