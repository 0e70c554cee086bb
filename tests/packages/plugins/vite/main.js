import 'zoeklicht/element';
